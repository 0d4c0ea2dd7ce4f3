import { useEffect, useState, type ReactElement } from 'react';
import type { ChatLabels } from './chatLabels.ts';

const SHOWN_FOR = 2000;

export function CopyButton({ text, words }: { text: string; words: ChatLabels }): ReactElement {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = () => {
    // Browsers may refuse it, and pages without TLS have none: then nothing is said to be copied.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    clipboard?.writeText(text).then(
      () => setIsCopied(true),
      () => {},
    );
  };
  return (
    <button type="button" className="chatwire-link chatwire-chat-copy" onClick={copy}>
      {isCopied ? words.copied : words.copy}
    </button>
  );
}
