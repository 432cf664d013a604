/** The files of a message, to be downloaded. */

import type { PageFile } from '../page-api.ts';

export function Files({ files }: { readonly files: readonly PageFile[] }) {
  return (
    <ul className="files" aria-label="Files">
      {files.map((file) => (
        <li key={file.id}>
          <a className="file" href={file.path} download={file.name}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4M8 11h4.5M8 14h4.5" />
            </svg>
            <span>
              <strong>{file.name}</strong>
              <small>{formatSize(file.size)} · download</small>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** @param size in bytes */
function formatSize(size: number): string {
  const [amount, unit] =
    size < 1000 ? [size, 'byte'] : size < 1e6 ? [size / 1e3, 'kilobyte'] : [size / 1e6, 'megabyte'];
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}
