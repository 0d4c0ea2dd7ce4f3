interface SuggestionsProps {
  title: string;
  text: string;
  suggestions: readonly string[];
  onPick: (text: string) => void;
}

/** What a conversation shows before anything is said. */
export function Suggestions({ title, text, suggestions, onPick }: SuggestionsProps) {
  return (
    <section className="welcome" aria-label="Suggestions">
      <h3>{title}</h3>
      <p>{text}</p>
      <ul>
        {suggestions.map((suggestion) => (
          <li key={suggestion}>
            <button type="button" className="suggestion" onClick={() => onPick(suggestion)}>
              {suggestion}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
