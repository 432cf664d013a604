/** The check of what must not get out: planted secrets in whatever the bot writes, and its own insides in what it answers. */

/** Where in the source something happened, or where it lies on this machine. */
const INSIDES = [
  /^\s+at .+[:(]/m,
  /\bfile:\/\//,
  /\bnode_modules\b/,
  /\bnode:internal\b/,
  /\/(?:tmp|home|root|work|usr|var)\//,
  /\bsrc\/\w+/,
];

/** @returns those secrets that occur, each with what stands around it */
export function findLeaks(texts: readonly string[], secrets: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    secrets.flatMap((secret) => {
      const at = secret === '' ? -1 : text.indexOf(secret);
      return at === -1 ? [] : [`${secret}: …${text.slice(Math.max(0, at - 200), at + 200)}…`];
    }),
  );
}

/** @returns what a reply tells of the program's insides */
export function findSpill(text: string): readonly string[] {
  // As in JSON, where a line break is a backslash and an n.
  const lines = text.replaceAll('\\n', '\n');
  return INSIDES.flatMap((inside) => inside.exec(lines)?.[0] ?? []);
}
