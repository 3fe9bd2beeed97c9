/** @file Archives of an import as other programs write them, compressed files, and files that are no data. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { crc32 } from '../../www/shared/crc32.js';
import { readTable } from '../../www/worker/import/tables/read.js';
import { csv, file, imported, mnist, zip } from './sample-files.js';

const table = 'x,label\n1.5,a\n2.5,b\n3.5,a\n';

/** @param {import('../../www/worker/import/imported.js').ImportedFile[]} files */
const kinds = (files) =>
  files.map(({ name, contents }) => [name, contents.kind, 'fault' in contents ? contents.fault.id : null]);

/** @param {import('../../www/worker/import/imported.js').ImportedFile | undefined} one */
async function labelsOf(one) {
  const read = await readTable(
    (await one?.text?.()) ?? new Uint8Array(),
    {},
    { turn: async () => {}, onProgress: () => {} },
  );
  return read.columns.at(-1)?.words;
}

/**
 * @typedef {{ name: Uint8Array | string, content: Uint8Array | string, flags?: number, method?: number }} Entry
 *
 * @param {Entry[]} entries
 * @param {{ long?: boolean }} [style] `long`: sizes and places in 64 bits
 * @returns {Buffer<ArrayBuffer>}
 */
function archive(entries, { long = false } = {}) {
  const [parts, directory] = [/** @type {Buffer[]} */ ([]), /** @type {Buffer[]} */ ([])];
  for (const { name, content, flags = 0, method = 8 } of entries) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(content)];
    const packed = deflateRawSync(bytes);
    const offset = Buffer.concat(parts).length;
    const head = (/** @type {number} */ size, /** @type {number} */ at) => {
      const fields = Buffer.alloc(size);
      for (const [index, value] of [20, flags, method].entries()) fields.writeUInt16LE(value, at + 2 * index);
      fields.writeUInt32LE(crc32(bytes), at + 10);
      fields.writeUInt32LE(long ? 0xffffffff : packed.length, at + 14);
      fields.writeUInt32LE(long ? 0xffffffff : bytes.length, at + 18);
      fields.writeUInt16LE(nameBytes.length, at + 22);
      return fields;
    };
    const [local, line, extra] = [head(30, 4), head(46, 6), Buffer.alloc(long ? 28 : 0)];
    local.writeUInt32LE(0x04034b50);
    line.writeUInt32LE(0x02014b50);
    line.writeUInt32LE(long ? 0xffffffff : offset, 42);
    line.writeUInt16LE(extra.length, 30);
    if (long) {
      extra.writeUInt16LE(1);
      extra.writeUInt16LE(24, 2);
      for (const [index, value] of [bytes.length, packed.length, offset].entries())
        extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
    }
    parts.push(local, nameBytes, packed);
    directory.push(line, nameBytes, extra);
  }
  const [body, lines] = [Buffer.concat(parts), Buffer.concat(directory)];
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  for (const field of [8, 10]) end.writeUInt16LE(long ? 0xffff : entries.length, field);
  end.writeUInt32LE(long ? 0xffffffff : lines.length, 12);
  end.writeUInt32LE(long ? 0xffffffff : body.length, 16);
  const [end64, locator] = [Buffer.alloc(long ? 56 : 0), Buffer.alloc(long ? 20 : 0)];
  if (long) {
    end64.writeUInt32LE(0x06064b50);
    for (const [index, value] of [entries.length, entries.length, lines.length, body.length].entries())
      end64.writeBigUInt64LE(BigInt(value), 24 + 8 * index);
    locator.writeUInt32LE(0x07064b50);
    locator.writeBigUInt64LE(BigInt(body.length + lines.length), 8);
  }
  return Buffer.concat([body, lines, end64, locator, end]);
}

test('archives with 64 bits, with bytes before and behind, and in archives, are read with their texts', async () => {
  const entries = [{ name: 'a.csv', content: table }];
  const [plain, long] = [archive(entries), archive(entries, { long: true })];
  for (const bytes of [plain, long])
    for (const whole of [
      bytes,
      Buffer.concat([Buffer.from('MZ program'), bytes]),
      Buffer.concat([bytes, Buffer.alloc(9)]),
    ]) {
      const [one, ...others] = await imported(file('d.zip', whole));
      assert.deepEqual([one?.name, one?.contents.kind, others], ['d/a.csv', 'table', []]);
      assert.deepEqual(await labelsOf(one), ['a', 'b']);
    }
  const [nested] = await imported(file('d.zip', archive([{ name: 'inner/e.zip', content: plain }])));
  assert.equal(nested?.name, 'd/inner/e/a.csv');
  assert.deepEqual(await labelsOf(nested), ['a', 'b']);
});

test('names are in UTF-8, GBK or code page 437, or between backslashes', async () => {
  const names = {
    'größe.csv': [Buffer.from('gr\x94\xe1e.csv', 'latin1'), Buffer.from('größe.csv')],
    '数字.csv': [Uint8Array.of(0xca, 0xfd, 0xd7, 0xd6, 0x2e, 0x63, 0x73, 0x76), Buffer.from('数字.csv')],
    'a/b.csv': [Buffer.from('a\\b.csv')],
  };
  for (const [expected, written] of Object.entries(names))
    for (const name of written)
      assert.equal((await imported(file('d.zip', archive([{ name, content: table }]))))[0]?.name, `d/${expected}`);
});

test('a name that is UTF-8 by chance is read as the others of its archive', async () => {
  const [cat, dog] = [Uint8Array.of(0xc3, 0xa8), Uint8Array.of(0xb9, 0xb7)];
  const entries = [cat, dog].map((name) => ({ name: Buffer.concat([name, Buffer.from('.csv')]), content: table }));
  const files = await imported(file('d.zip', archive(entries)));
  assert.deepEqual(
    files.map(({ name }) => name),
    ['d/猫.csv', 'd/狗.csv'],
  );
});

test('an entry that cannot be read stops no other; the last of one name is taken', async () => {
  const files = await imported(
    file(
      'd.zip',
      archive([
        { name: 'secret.csv', content: table, flags: 1 },
        { name: 'odd.csv', content: table, method: 14 },
        { name: 'a.csv', content: 'x,label\n1,c\n2,d\n' },
        { name: 'a.csv', content: table },
        { name: 'cut.zip', content: archive([{ name: 'a.csv', content: table }]).subarray(0, 60) },
      ]),
    ),
    file('cut.zip', archive([{ name: 'a.csv', content: table }]).subarray(0, 60)),
  );
  assert.deepEqual(kinds(files), [
    ['d/secret.csv', 'unreadable', 'zip.encrypted'],
    ['d/odd.csv', 'unreadable', 'zip.method'],
    ['d/a.csv', 'table', null],
    ['d/cut.zip', 'unreadable', 'format.damaged_archive'],
    ['cut.zip', 'unreadable', 'format.damaged_archive'],
  ]);
  assert.deepEqual(await labelsOf(files[2]), ['a', 'b']);
});

test('a workbook is one file, and it is said to save it as CSV', async () => {
  const excel = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: '<workbook/>' },
  ];
  const office = [
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' },
    { name: 'content.xml', content: '<office/>' },
  ];
  const files = await imported(
    file('a.xlsx', archive(excel)),
    file('b.ods', archive(office)),
    file('c.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)),
    file('d.zip', archive([{ name: 'e.xlsx', content: archive(excel) }])),
  );
  assert.deepEqual(
    kinds(files),
    ['a.xlsx', 'b.ods', 'c.xls', 'd/e.xlsx'].map((name) => [name, 'unreadable', 'format.found_workbook']),
  );
});

test('a file that is cut within gzip stops no other, and one that is compressed twice is read', async () => {
  const whole = gzipSync(`x,label\n${Array.from({ length: 9000 }, (_, at) => `${at * at},b${at % 7}`).join('\n')}`);
  const files = await imported(
    file('cut.csv.gz', whole.subarray(0, whole.length / 2)),
    file('twice.csv.gz.gz', gzipSync(gzipSync('name,label\nu,a\nv,b\nw,a\n'))),
    file('good.csv', csv(mnist(20))),
  );
  assert.deepEqual(kinds(files), [
    ['cut.csv.gz', 'unreadable', 'format.damaged_gzip'],
    ['twice.csv.gz.gz', 'text', 'format.expected_number'],
    ['good.csv', 'table', null],
  ]);
  assert.deepEqual(await labelsOf(files[1]), ['a', 'b']);
});

test('a file that is gone stops no other', async () => {
  const gone = new Blob(['x']);
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('gone')) });
  const files = await imported({ name: 'gone.csv', file: gone }, file('good.csv', csv(mnist(20))));
  assert.deepEqual(kinds(files), [
    ['gone.csv', 'unreadable', 'format.file_unreadable'],
    ['good.csv', 'table', null],
  ]);
});

test('what is no data is named, with what to do for data', async () => {
  const files = await imported(
    file('a.json', '[{"x": 1}]'),
    file('b.csv', '<!DOCTYPE html><html><body>Sign in</body></html>'),
    file('c.pkl', Buffer.from('\x80\x04\x95\x00\x00\x00', 'latin1')),
    file('d.h5', Buffer.from('\x89HDF\r\n\x1a\n\x00\x00', 'latin1')),
    await zip('e.zip', { 'a.json': new TextEncoder().encode('{"x": [1, 2]}') }),
  );
  assert.deepEqual(
    kinds(files).map(([, kind, id]) => [kind, id]),
    ['json', 'html', 'pickle', 'hdf5', 'json'].map((kind) => ['unreadable', `page.data_is_${kind}`]),
  );
});

test('Excel’s line with the separator stands before pixels too; text in UTF-16 may hold words', async () => {
  const digits = csv(mnist(20), { separator: ';', end: '\r\n' });
  const [pixels] = await imported(file('a.csv', `sep=;\r\n${digits}`));
  assert.equal(pixels?.contents.kind, 'table');
  const [words] = await imported(file('b.csv', Buffer.from('\ufeffname;label\nu;a\nv;b\n', 'utf16le')));
  assert.deepEqual(await labelsOf(words), ['a', 'b']);
});
