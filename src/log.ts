/** The log: pino's JSON lines on standard output, without secrets; readable lines where a person is watching. */

import { type DestinationStream, type Logger, pino } from 'pino';
import { currentFields } from './request.ts';

export type Log = Logger;

/** Bot, user, app-level, refresh and configuration tokens as Slack issues them (docs.slack.dev/authentication/tokens), and response URLs. */
const SECRETS = /\b(?:xox[a-z]?(?:\.xox[a-z])?|xapp|xoxe)-[\w.-]+|(\bhooks\.slack\.com\/)[\w/-]+/g;

/**
 * @param level one of pino's levels, or `silent`
 * @param destination where the lines go; by default standard output
 * @param onLine is told the level of each line
 */
export async function createLog(
  level: string,
  destination?: DestinationStream,
  onLine: (level: string) => void = () => {},
): Promise<Log> {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // What ties the lines of one request together, and to what its person is told.
      mixin(_, level) {
        onLine(pino.levels.labels[level] ?? 'other');
        return currentFields();
      },
      serializers: { err: (error: unknown) => redactError(error) },
      hooks: { streamWrite: redact },
    },
    destination ?? (await createReadableStream()) ?? pino.destination({ dest: 1, sync: true }),
  );
}

/** Replaces what looks like a token or a response URL by a mark. */
function redact(text: string): string {
  return text.replace(SECRETS, (_, host: string | undefined) => `${host ?? ''}[secret]`);
}

/** Slack's client errors carry whole requests, tokens in their headers included: keep what tells the cause. */
function redactError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name: type, message, stack, code, data } = error as Error & { code?: unknown; data?: unknown };
  const reason = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return {
    type,
    message,
    stack,
    ...(code === undefined ? {} : { code }),
    ...(data === undefined ? {} : { data }),
    ...reason,
  };
}

/** pino-pretty is a dev dependency: a container or a pipe gets JSON. */
async function createReadableStream(): Promise<DestinationStream | undefined> {
  if (!process.stdout.isTTY) return undefined;
  try {
    const { default: pretty } = await import('pino-pretty');
    return pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', sync: true, singleLine: true });
  } catch {
    return undefined;
  }
}
