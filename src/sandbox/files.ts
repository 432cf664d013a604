/** Files that the app uploads: a URL is given out, the bytes come, and then a message can have the file. */

import { randomUUID } from 'node:crypto';

export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: Buffer;
}

export interface FileStore {
  /** @param length in bytes */
  reserve(name: string, length: number): { readonly id: string; readonly uploadPath: string };
  /** @returns false when nothing is awaited there, or more or fewer bytes */
  upload(path: string, bytes: Buffer): boolean;
  /** A file whose bytes are there. */
  find(id: string): UploadedFile | undefined;
  rename(id: string, title: string): void;
}

export const UPLOAD_PATH = '/upload/';
/** Followed by an id and, for a browser that saves it, a name. */
export const DOWNLOAD_PATH = '/files/';

export function createFileStore(): FileStore {
  const awaited = new Map<string, { readonly id: string; readonly name: string; readonly length: number }>();
  const files = new Map<string, UploadedFile>();
  return {
    reserve(name, length) {
      const id = createFileId();
      const uploadPath = `${UPLOAD_PATH}${randomUUID()}`;
      awaited.set(uploadPath, { id, name, length });
      return { id, uploadPath };
    },
    upload(path, bytes) {
      const file = awaited.get(path);
      if (file === undefined || bytes.length !== file.length) {
        return false;
      }
      awaited.delete(path);
      files.set(file.id, { id: file.id, name: file.name, title: file.name, bytes });
      return true;
    },
    find: (id) => files.get(id),
    rename(id, title) {
      const file = files.get(id);
      if (file !== undefined) {
        files.set(id, { ...file, title });
      }
    },
  };
}

export function nameDownload({ id, name }: Pick<UploadedFile, 'id' | 'name'>): string {
  return `${DOWNLOAD_PATH}${id}/${encodeURIComponent(name)}`;
}

function createFileId(): string {
  return `F0${randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`;
}
