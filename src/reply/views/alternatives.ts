/** What else may have been meant, and what else there is: "did you mean", and the turning of pages. */

import type { Button, KnownBlock } from '@slack/types';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { keyOf } from '../answer.ts';
import { button, context, row } from '../blocks.ts';
import type { Question } from '../question.ts';
import { isOtherName, shortNameOf, titleOf } from './title.ts';

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
    const question = { kind: 'open', key: keyOf(object, catalog) } as const;
    return button(titleOf(catalog, object) + alias, question, { spoken: `Show ${shortNameOf(object)} instead` });
  });
  return [context('Did you mean'), ...row(buttons)];
}

/** @param turn the question that another page answers; `of` is what has the pages, for a screen reader */
export function pageButtons(
  page: number,
  pages: number,
  turn: (to: number) => Question,
  of: string,
): readonly Button[] {
  return [
    ...(page > 1 ? [button('Previous page', turn(page - 1), { spoken: `Previous page of ${of}` })] : []),
    ...(page < pages ? [button('Next page', turn(page + 1), { spoken: `Next page of ${of}` })] : []),
  ];
}
