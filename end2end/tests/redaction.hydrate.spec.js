// Marks of redaction that begin with a selection.
import { expect, test } from './helpers/fixtures.js';
import { form, line, lineButton, openOwnCall } from './helpers/work.js';

test('selected words are in the form when it is opened', async ({
  open, page, signIn,
}, info) => {
  await signIn('admin');
  await openOwnCall(page, open, info, 7);
  await lineButton(page, 1).click();
  const said = line(page).locator('blockquote');
  await said.evaluate((quote) => globalThis.getSelection().selectAllChildren(quote));
  const redact = await form(page, 'Redact');
  await expect(redact.getByLabel('Words to redact')).toHaveValue((await said.textContent()).trim());
});
