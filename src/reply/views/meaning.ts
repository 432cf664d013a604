/** What slang was taken for: or nobody sees why "mitm" finds T1557. */

import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { cutQuestion } from '../../search/cut.ts';
import { findByName, foldName } from '../../search/names.ts';
import { meaningOf } from '../../search/text/glossary/entries.ts';
import { renderWords } from '../text/mrkdwn.ts';
import { quote } from './quote.ts';

/** Mrkdwn: "“mitm” means Adversary-in-the-Middle"; empty where the glossary takes the words for no name of the object, or they are part of it. */
export function meaningFor({ names }: Catalog, object: AttackObject, asked: string): string {
  const text = cutQuestion(asked);
  const meant = findByName(names, meaningOf(text) ?? '').find((label) => label.object === object);
  if (!meant || foldName(meant.text).includes(foldName(text))) return '';
  return `${quote(text)} means ${renderWords(meant.text)}`;
}
