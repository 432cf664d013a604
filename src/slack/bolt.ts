/**
 * The parts of Bolt that the bot runs on, each from its own file: the package's index brings Express with it, for a receiver that the bot
 * has not, which makes every start a tenth longer. Types are from the index.
 */

import { createRequire } from 'node:module';

type Index = typeof import('@slack/bolt');
type Exports<Name extends keyof Index> = { readonly default: Index[Name] };

// Not by `import`: what it gives of CommonJS that has a default export is one thing in Node and another in the tests.
const require = createRequire(import.meta.url);

const app: Exports<'App'> & Pick<Index, 'LogLevel'> = require('@slack/bolt/dist/App.js');
const http: Exports<'HTTPReceiver'> = require('@slack/bolt/dist/receivers/HTTPReceiver.js');
const socket: Exports<'SocketModeReceiver'> = require('@slack/bolt/dist/receivers/SocketModeReceiver.js');
const errors: Pick<Index, 'MultipleListenerError' | 'UnknownError'> = require('@slack/bolt/dist/errors.js');

export const { default: App, LogLevel } = app;
export const { default: HTTPReceiver } = http;
export const { default: SocketModeReceiver } = socket;
export const { MultipleListenerError, UnknownError } = errors;
