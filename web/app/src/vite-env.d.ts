/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Another backend than the one that serves the page, e.g. `wss://chat.example.com/ws`. */
  readonly VITE_WS_URL?: string;
}
