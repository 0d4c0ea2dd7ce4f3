// npm run catalog: writes what is made from the message catalogs in src/wire/catalog.
import { writeOutputs } from './catalog/outputs.mjs';
import { command } from './lib/failure.mjs';

await command(async () => {
  const changed = await writeOutputs();
  console.log(changed.length > 0 ? `wrote ${changed.join(', ')}` : 'nothing has changed');
});
