interface Platform {
  TextEncoder?: typeof TextEncoder;
  TextDecoder?: typeof TextDecoder;
  process?: { getBuiltinModule?(name: 'util'): Required<Platform> };
}

/** Node's own where a DOM of a test (Jest's jsdom) hides them. A platform with neither throws when one is needed. */
function find<Name extends 'TextEncoder' | 'TextDecoder'>(name: Name): Required<Platform>[Name] {
  const platform = globalThis as Platform;
  return (platform[name] ?? platform.process?.getBuiltinModule?.('util')[name]) as Required<Platform>[Name];
}

let encoder: TextEncoder | undefined;

/** Made when it is first needed: importing the package asks the platform for nothing. */
export function utf8Encoder(): TextEncoder {
  return (encoder ??= new (find('TextEncoder'))());
}

/** A leading U+FEFF is text like any other (B17). `fatal`: it throws where bytes are no UTF-8. */
export function utf8Decoder(fatal = false): TextDecoder {
  return new (find('TextDecoder'))('utf-8', { ignoreBOM: true, fatal });
}
