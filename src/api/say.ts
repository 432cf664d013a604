/** What every answer to other programs is: JSON that says whether it succeeded. */

import type { Context } from 'hono';
import { Fault } from './fault.ts';

export function say(context: Context, status: 200 | 202, data: unknown): Response;
export function say(context: Context, fault: Fault): Response;
export function say(context: Context, outcome: 200 | 202 | Fault, data?: unknown): Response {
  context.header('Cache-Control', 'no-store');
  if (!(outcome instanceof Fault)) return context.json({ success: true, data }, outcome);
  const { code, message, retryAfter, status } = outcome;
  if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter));
  if (code === 'unauthorized') context.header('WWW-Authenticate', 'Bearer');
  return context.json({ success: false, error: { code, message } }, status);
}
