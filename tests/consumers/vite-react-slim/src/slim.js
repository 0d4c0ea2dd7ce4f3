import wasmUrl from 'chatwire/core.wasm?url';
import { configureCore } from 'chatwire/slim';

configureCore({ wasmUrl });
