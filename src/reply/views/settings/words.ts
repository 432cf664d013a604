/** What the settings and their values are called. */

import type { ChannelSettings, Mark, SettingName } from '../../settings/settings.ts';
import { formatSpan } from '../notes.ts';

const MINUTE = 60_000;

/** Plain text: "Unasked answers", "Other bots", "Cool-down". */
export function labelSetting(name: SettingName): string {
  switch (name) {
    case 'noise':
      return 'Unasked answers';
    case 'answersBots':
      return 'Other bots';
    case 'coolDown':
      return 'Cool-down';
  }
}

/** Plain text: "links and IDs", "not answered", "30 minutes". */
export function labelValue(name: SettingName, settings: ChannelSettings): string {
  switch (name) {
    case 'noise':
      return settings.noise;
    case 'answersBots':
      return settings.answersBots ? 'answered' : 'not answered';
    case 'coolDown':
      return formatSpan(settings.coolDown * MINUTE);
  }
}

/** Mrkdwn: what the setting is about. */
export function explainSetting(name: SettingName): string {
  switch (name) {
    case 'noise':
      return '*links*: previews of links to attack.mitre.org. *links and IDs*: also cards for IDs such as T1055, in a thread, where I am a member. *off*: neither.';
    case 'answersBots':
      return 'Whether IDs in messages of other bots, such as alerts, count like those that people write.';
    case 'coolDown':
      return 'How long an object that was shown in a channel is not shown there again unasked.';
  }
}

/** Mrkdwn: "<@U1>, 5 minutes ago" */
export function tellMark({ by, at }: Mark, now: number): string {
  return `<@${by}>, ${formatSpan(now - at)} ago`;
}
