/**
 * A layer as the ATT&CK Navigator reads it, format 4.5: what its specification demands (mitre-attack/attack-navigator,
 * layers/spec/v4.5), and of what it leaves open only what this bot uses.
 */

import type { Domain } from '../../attack/domain.ts';

export interface Layer {
  readonly name: string;
  readonly versions: {
    /** The release's first number. The Navigator reads it as text, and takes its newest release where it is absent. */
    readonly attack?: string;
    readonly navigator: string;
    readonly layer: string;
  };
  readonly domain: `${Domain}-attack`;
  readonly description: string;
  /** 3: by score, the highest first. */
  readonly sorting: number;
  readonly techniques: readonly LayerTechnique[];
  readonly gradient: { readonly colors: readonly string[]; readonly minValue: number; readonly maxValue: number };
  readonly legendItems: readonly { readonly label: string; readonly color: string }[];
  /** The Navigator drops those whose value is empty. */
  readonly metadata: readonly { readonly name: string; readonly value: string }[];
}

export interface LayerTechnique {
  readonly techniqueID: string;
  readonly score?: number;
  readonly comment?: string;
  readonly enabled: boolean;
  /** Of a technique with sub-techniques: whether they are unfolded at first. */
  readonly showSubtechniques?: boolean;
}

/** `navigator`: the release of the Navigator whose reader this was written to suit; 4.9.0 is the first that knows the format. */
export const VERSIONS = { navigator: '5.2.0', layer: '4.5' } as const;

export const BY_SCORE_DESCENDING = 3;

/** One hue from pale to dark, which also tells in grey and to the colour-blind. */
const PALE = [254, 224, 210] as const;
const DARK = [165, 15, 21] as const;

export const GRADIENT_COLORS: readonly string[] = [writeColor(PALE), writeColor(DARK)];

/** The colour that the gradient gives to a share of its highest score, from 0 to 1. */
export function colorAt(share: number): string {
  return writeColor(PALE.map((channel, at) => channel + ((DARK[at] ?? 0) - channel) * share));
}

function writeColor(channels: readonly number[]): string {
  return `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
