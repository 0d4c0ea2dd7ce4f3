// For emcc --js-transform: takes out of the glue what never runs, so that the closure compiler can drop all that nothing else
// uses. js-glue/core/coreModule.ts hands the .wasm file in: nothing looks for it, or fetches it. Of the views of memory one is
// asked for from outside. Glue that reads otherwise stays as it is.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , file] = process.argv;
const instantiation =
  /if \(Module\['instantiateWasm'\]\) \{[\s\S]*?wasmBinaryFile \?\?= findWasmBinary\(\);[\s\S]*?return \{\};[^\n]*\n/;
const place = /if \(scriptDirectory\.startsWith\('blob:'\)\) \{[^}]*\} else \{[^}]*\}\n/;
const views = /Module\['HEAP(?!U8')\w+'\] = (?=HEAP)/g;
// What a page may do before, while and after a module starts: nothing, here.
const hooks = [
  /^var moduleOverrides = .*\n/m,
  /^Object\.assign\(Module, moduleOverrides\);\n[\s\S]*?^moduleOverrides = null;\n/m,
  /^ *callRuntimeCallbacks\(__AT(PRE|POST)RUN__\);\n/gm,
  /^ *if \(runDependencyWatcher !== null\) \{[^}]*\}\n/m,
  /^ *Module\['calledRun'\] = 1;\n/m,
];
// The same as Emscripten 6 writes it, which offers no setting against `import.meta` any more.
const laterInstantiation = /if \(instantiateWasm\) (\{[\s\S]*?\n {2}\})\s*wasmBinaryFile \?\?= [\s\S]*?return exports;\n/;
const laterPlace = /var _scriptName = import\.meta\.url;\n|scriptDirectory = new URL\('\.', _scriptName\)\.href;[^\n]*\n/g;
const glue = readFileSync(file, 'utf8')
  .replace(instantiation, "return Module['instantiateWasm'](info, receiveInstance);\n")
  .replace(laterInstantiation, '$1\n')
  .replace(place, '')
  .replace(laterPlace, '')
  .replace(views, '');
writeFileSync(file, hooks.reduce((text, hook) => text.replace(hook, ''), withoutUnused(glue)));

/** A view that stands nowhere but where it is declared and made. */
function withoutUnused(text) {
  const made = [...text.matchAll(/^ *(HEAP\w+) = new \w+\(b\);\n/gm)];
  return made
    .filter(([, view]) => text.match(new RegExp(`\\b${view}\\b`, 'g')).length === 2)
    .reduce((rest, [line]) => rest.replace(line, ''), text);
}
