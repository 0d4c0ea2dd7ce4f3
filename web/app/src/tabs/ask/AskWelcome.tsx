const suggestions = ['What is 12 * 12?', 'What happens when the line is cut?', 'How does the queue work?'];

/** More than the server answers at the same time for one connection (web/server/nexus/client.ts). */
const TOO_MANY = 70;

export function AskWelcome({ onAsk }: { onAsk: (question: string) => void }) {
  const askMany = () => {
    for (let number = 1; number <= TOO_MANY; number++) onAsk(`What is ${number} * ${number}?`);
  };
  return (
    <section className="welcome" aria-label="Suggestions">
      <h2>One question, one answer</h2>
      <p>Questions are answered side by side. Cut the line, and each says what became of it.</p>
      <ul>
        {suggestions.map((text) => (
          <li key={text}>
            <button type="button" className="suggestion" onClick={() => onAsk(text)}>
              {text}
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="suggestion"
            onClick={() => suggestions.forEach((each) => onAsk(each))}
          >
            All three at once
          </button>
        </li>
        <li>
          <button type="button" className="suggestion" data-testid="ask-many" onClick={askMany}>
            {TOO_MANY} at once: too many
          </button>
        </li>
      </ul>
    </section>
  );
}
