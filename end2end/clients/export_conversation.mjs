// TalkifAI's example "JavaScript (Fetch)", with a file in place of the browser's link.
import { writeFile } from 'node:fs/promises';

const response = await fetch(`${process.env.BASE}/api/export/conversation/json`, {
  method: 'POST',
  headers: {
    'x-api-key': process.env.KEY,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    conversationId: process.env.CONVERSATION,
    includeTranscript: true,
    includeAnalysis: true,
    includeRecording: true,
  }),
});

if (response.ok) {
  const blob = await response.blob();
  const filename = response.headers.get('content-disposition').split('filename=')[1];
  await writeFile(filename.replaceAll('"', ''), Buffer.from(await blob.arrayBuffer()));
  console.log(`Exported: ${filename}`);
} else {
  const { detail } = await response.json();
  console.error(`${response.status} ${detail}`);
  process.exit(1);
}
