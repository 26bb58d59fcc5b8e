// Sets transcripts with pdfkit: the same words in the same fonts, sizes and colours as ours, one
// document after the other in one process. Says the seconds it took, without the start of Node.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const PDFDocument = require('pdfkit');

const [from, to, fonts] = process.argv.slice(2);
const REGULAR = path.join(fonts, 'NotoSans-Regular.subset.ttf');
const BOLD = path.join(fonts, 'NotoSans-Bold.subset.ttf');
const COLOURS = { Caller: '#0f5f5c' };

function head(doc, title, facts) {
  doc.font(BOLD).fontSize(17).fillColor('#211f1c').text(title).moveDown(0.5);
  for (const fact of facts) {
    const colon = fact.indexOf(':') + 1;
    doc.font(REGULAR).fontSize(9).fillColor('#69635a').text(fact.slice(0, colon), { continued: true });
    doc.fillColor('#211f1c').text(fact.slice(colon));
  }
  doc.moveDown();
}

function turn(doc, line) {
  const colon = line.indexOf(':') + 1;
  const who = line.slice(0, colon - 1);
  doc.font(BOLD).fontSize(10).fillColor(COLOURS[who] ?? '#69635a');
  doc.text(line.slice(0, colon), { continued: true });
  doc.font(REGULAR).fillColor('#211f1c').text(line.slice(colon), { paragraphGap: 4.5 });
}

function foot(doc, call) {
  const { start, count } = doc.bufferedPageRange();
  doc.font(REGULAR).fontSize(8).fillColor('#69635a');
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page);
    doc.page.margins.bottom = 0;
    doc.text(`${call}, page ${page + 1} of ${count}`, 62, 795, { lineBreak: false });
  }
}

function write(text, file) {
  const [title, facts, turns] = text.trimEnd().split('\n\n');
  const doc = new PDFDocument({ size: 'A4', margins: { left: 62, right: 62, top: 56, bottom: 72 }, bufferPages: true });
  const out = fs.createWriteStream(file);
  doc.pipe(out);
  head(doc, title, facts.split('\n'));
  turns.split('\n').forEach((line) => turn(doc, line));
  foot(doc, facts.split('\n')[0].replace(':', ''));
  doc.end();
  return new Promise((done, failed) => out.on('finish', done).on('error', failed));
}

async function main() {
  const names = fs.readdirSync(from).filter((name) => name.endsWith('.txt'));
  const begin = process.hrtime.bigint();
  for (const name of names) {
    await write(fs.readFileSync(path.join(from, name), 'utf8'), path.join(to, name.replace('.txt', '.pdf')));
  }
  console.log(Number(process.hrtime.bigint() - begin) / 1e9);
}

main();
