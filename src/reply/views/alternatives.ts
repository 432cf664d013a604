/** What else may have been meant, and what else there is: "did you mean", and the turning of pages. */

import type { Button, KnownBlock } from '@slack/types';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { keyOf } from '../answer.ts';
import { button, context, row } from '../blocks.ts';
import type { Question } from '../question.ts';
import { isOtherName, titleOf } from './title.ts';

interface Alternative {
  readonly object: AttackObject;
  /** The alias that was near: or nobody sees why ZIRCONIUM stands beneath "volt typhoon". */
  readonly label?: string;
}

const MOST_ALTERNATIVES = 4;

/** No block where there is no alternative. */
export function didYouMean(catalog: Catalog, alternatives: readonly Alternative[]): readonly KnownBlock[] {
  if (alternatives.length === 0) return [];
  const buttons = alternatives.slice(0, MOST_ALTERNATIVES).map(({ object, label }) => {
    const alias = label !== undefined && isOtherName(catalog, object, label) ? ` (“${label}”)` : '';
    return button(`Show ${titleOf(catalog, object)}${alias}`, { kind: 'open', key: keyOf(object, catalog) });
  });
  return [context('Did you mean'), ...row(buttons)];
}

/**
 * Short enough for Slack to show whole, in about 30 characters.
 *
 * @param turn the question that another page answers
 * @param what the list that has the pages, and for a screen reader the rest of its name, such as " of T1055"
 */
export function pageButtons(
  page: number,
  pages: number,
  turn: (to: number) => Question,
  { list, of }: { readonly list: string; readonly of: string },
): readonly Button[] {
  const turnTo = (direction: 'Previous' | 'Next', to: number) => {
    const label = `${direction} page: ${list}`;
    return button(label, turn(to), { spoken: `${label}${of}, ${to} of ${pages}` });
  };
  return [...(page > 1 ? [turnTo('Previous', page - 1)] : []), ...(page < pages ? [turnTo('Next', page + 1)] : [])];
}
