// Recordings of every format, with what the card of their call must show.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { samples } from './settings.js';

export const formatsTenant = 'formats';
export const listener = 'listener@formats.example';

const sample = (name) => () => readFileSync(path.join(samples, 'recordings', name));

/** A WAV of one second, at 8,000 Hz and with 16 bits. */
function wav(level, codec = 1) {
  const file = Buffer.alloc(44 + 16_000);
  file.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(codec, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(16_000, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(16_000, 40);
  for (let n = 0; n < 8000; n += 1) {
    file.writeInt16LE(Math.round(level * Math.sin(n / 3)), 44 + 2 * n);
  }
  return file;
}

/** The first page of a file in Speex. */
function speex() {
  const packet = Buffer.concat([Buffer.from('Speex   1.2.0'), Buffer.alloc(67)]);
  const page = Buffer.concat([Buffer.from('OggS\0\x02', 'latin1'), Buffer.alloc(20)]);
  return Buffer.concat([page, Buffer.from([1, packet.length]), packet]);
}

/**
 * By source id: the file; its length in seconds and its ending, if it is played; what it was converted from;
 * the codec that is named instead of a player; and whether the player has a waveform.
 */
export const recordings = {
  gsm: { bytes: sample('gsm.wav'), seconds: 0.48, ending: 'wav', converted: 'GSM 06.10' },
  'ima-adpcm': { bytes: sample('ima-adpcm.wav'), seconds: 0.5, ending: 'wav', converted: 'IMA ADPCM' },
  'ms-adpcm': { bytes: sample('ms-adpcm.wav'), seconds: 0.5, ending: 'wav', converted: 'Microsoft ADPCM' },
  flac: { bytes: sample('tone.flac'), seconds: 0.48, ending: 'flac' },
  aac: { bytes: sample('tone.aac'), seconds: 1.6, ending: 'aac' },
  m4a: { bytes: sample('tone.m4a'), seconds: 10, ending: 'm4a' },
  'opus-ogg': { bytes: sample('opus-speech.ogg'), seconds: 1.5, ending: 'ogg' },
  'opus-webm': { bytes: sample('opus-stereo.webm'), seconds: 2, ending: 'webm' },
  'opus-m4a': { bytes: sample('opus.m4a'), seconds: 1.5, ending: 'm4a' },
  'vorbis-webm': { bytes: sample('vorbis.webm'), seconds: 1.5, ending: 'webm', plain: true },
  silence: { bytes: () => wav(0), seconds: 1, ending: 'wav', silent: true },
  g729: { bytes: () => wav(9000, 0x83), ending: 'wav', named: 'G.729' },
  amr: { bytes: sample('amr.3gp'), ending: 'm4a', named: 'AMR' },
  speex: { bytes: speex, ending: 'ogg', named: 'Speex' },
};
