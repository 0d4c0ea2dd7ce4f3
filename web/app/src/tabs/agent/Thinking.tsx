/** The question is with the server, and nothing has come back yet. */
export function Thinking() {
  return (
    <div className="message answer" data-testid="thinking">
      <p className="bubble thinking">
        <span className="visually-hidden">Thinking…</span>
        <span className="dot" />
        <span className="dot" />
        <span className="dot" />
      </p>
    </div>
  );
}
