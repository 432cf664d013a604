/** An input block: its label, its element, a hint, and what is wrong with what was entered. */

import type { InputBlock } from '@slack/types';
import { useId } from 'react';
import { useSurface } from '../surface.ts';
import { Text } from '../text.tsx';
import { ElementView } from './element.tsx';

export function InputBlockView({ block }: { readonly block: InputBlock }) {
  const id = useId();
  const { errors } = useSurface();
  const blockId = block.block_id ?? '';
  const error = errors[blockId];
  const describedBy = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div
      className="block-input"
      data-first={'focus_on_load' in block.element && block.element.focus_on_load === true ? true : undefined}
    >
      <div className="input-label" id={`${id}-label`}>
        <Text value={block.label} />
        {block.optional === true && <span className="input-note">(optional)</span>}
      </div>
      <ElementView
        element={block.element}
        blockId={blockId}
        isReported={block.dispatch_action === true}
        label={{
          labelledBy: `${id}-label`,
          describedBy: describedBy === '' ? undefined : describedBy,
          isInvalid: error !== undefined,
          isOptional: block.optional === true,
        }}
      />
      {error !== undefined && (
        <p className="input-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {block.hint && (
        <div className="input-note" id={`${id}-hint`}>
          <Text value={block.hint} />
        </div>
      )}
    </div>
  );
}
