/** What an object is a part of, each a press away: a sub-technique's parent, an analytic's strategy. No section lists these. */

import type { Button } from '@slack/types';
import type { AttackObject } from '../../attack/object.ts';
import type { Catalog } from '../../search/catalog.ts';
import { matricesOf, parentOf, sourceOf, strategiesWith } from '../../search/relations.ts';
import { keyOf } from '../answer.ts';
import { button } from '../blocks.ts';
import { capitalize, wordFor } from './facts.ts';
import { shortNameOf } from './title.ts';

/** In practice one. */
const MOST = 5;

/** "Parent T1055", "Detection strategy DET0100" */
export function aboveButtons(catalog: Catalog, object: AttackObject): readonly Button[] {
  return aboveOf(catalog, object)
    .slice(0, MOST)
    .map((above) => {
      const word = above.kind === object.kind ? 'Parent' : capitalize(wordFor(above));
      const label = `${word} ${shortNameOf(above)}`;
      return button(
        label,
        { kind: 'open', key: keyOf(above, catalog) },
        { spoken: `${label} of ${shortNameOf(object)}` },
      );
    });
}

function aboveOf(catalog: Catalog, object: AttackObject): readonly AttackObject[] {
  switch (object.kind) {
    case 'technique':
      return listOf(parentOf(catalog, object));
    case 'tactic':
      return matricesOf(catalog, object).map((one) => one.object);
    case 'analytic':
      return strategiesWith(catalog, object).map((one) => one.object);
    case 'data-component':
      return listOf(sourceOf(catalog, object));
    default:
      return [];
  }
}

function listOf(object: AttackObject | undefined): readonly AttackObject[] {
  return object === undefined ? [] : [object];
}
