const suggestions = [
  'What happens when the line is cut?',
  'How does the queue work?',
  '12 * (3 + 4)',
  'Deploy the docs to staging',
];

export function Welcome({ onAsk }: { onAsk: (text: string) => void }) {
  return (
    <section className="welcome" aria-label="Suggestions">
      <h2>A chat that survives a bad line</h2>
      <p>Ask something, then cut the line while the answer comes in.</p>
      <ul>
        {suggestions.map((text) => (
          <li key={text}>
            <button type="button" className="suggestion" onClick={() => onAsk(text)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
