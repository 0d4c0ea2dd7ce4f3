// For emcc --js-transform: takes out of the glue what never runs, so that the closure compiler can drop all that nothing else
// uses. js-glue/core/wasmModule.ts hands the .wasm file in: nothing looks for it, or fetches it. Of the views of memory one is
// asked for from outside. Glue that reads otherwise stays as it is.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , file] = process.argv;
const instantiation =
  /if \(Module\['instantiateWasm'\]\) \{[\s\S]*?wasmBinaryFile \?\?= findWasmBinary\(\);[\s\S]*?return \{\};[^\n]*\n/;
const place = /if \(scriptDirectory\.startsWith\('blob:'\)\) \{[^}]*\} else \{[^}]*\}\n/;
const views = /Module\['HEAP(?!U8')\w+'\] = (?=HEAP)/g;
const glue = readFileSync(file, 'utf8')
  .replace(instantiation, "return Module['instantiateWasm'](info, receiveInstance);\n")
  .replace(place, '')
  .replace(views, '');
writeFileSync(file, glue);
