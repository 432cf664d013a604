/** The HTTP doors of files: the app posts their bytes, and the page downloads them. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { DOWNLOAD_PATH, type FileStore } from './files.ts';

/**
 * The bytes of an upload: the body itself, or the first file of a form.
 *
 * @returns undefined for a form without a file
 */
export async function readUpload(contentType: string, body: Buffer): Promise<Buffer | undefined> {
  if (!contentType.startsWith('multipart/form-data')) {
    return body;
  }
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const file = [...form.values()].find((value) => typeof value !== 'string');
    return file && Buffer.from(await file.arrayBuffer());
  } catch {
    // No form after all.
    return undefined;
  }
}

/** @returns false when the request is for another door */
export function serveFile(files: FileStore, request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (request.method !== 'GET' || !path.startsWith(DOWNLOAD_PATH)) {
    return false;
  }
  const file = files.find(path.slice(DOWNLOAD_PATH.length).split('/')[0] ?? '');
  if (file === undefined) {
    response.writeHead(404).end();
    return true;
  }
  // An attachment, whatever it holds: a page of the app's would run beside ours.
  response
    .writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': file.bytes.length,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'X-Content-Type-Options': 'nosniff',
    })
    .end(file.bytes);
  return true;
}
