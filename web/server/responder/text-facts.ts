/** Words that say nothing about a text's subject. */
const COMMON_WORDS = new Set(
  (
    'a about after all also am an and any are as at be been but by can could did do does for from get had has have ' +
    'he her here him his how i if in into is it its just let like me more my no not now of on one or our out please ' +
    'say she should so some tell than that the their them then there they this to up us was we were what when where ' +
    'which who why will with would you your summarise summarize summary count words'
  ).split(' '),
);

/** The words of a text, as a reader would count them, in any script that has spaces or segments. */
export function wordsOf(text: string): string[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text);
  return [...segments].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** Sentences, trimmed, in order. */
export function sentencesOf(text: string): string[] {
  const segments = new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text);
  return [...segments].map(({ segment }) => segment.trim()).filter((sentence) => sentence !== '');
}

/** Up to `limit` words that the text is most about: the frequent ones first, then in order of appearance. */
export function keywordsOf(text: string, limit: number): string[] {
  const counts = new Map<string, { word: string; count: number }>();
  for (const word of wordsOf(text)) {
    const key = word.toLowerCase();
    if (COMMON_WORDS.has(key) || key.length < 2) continue;
    const entry = counts.get(key) ?? { word, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, limit)
    .map(({ word }) => word);
}

/** The sentences that carry most of the text's keywords, in their own order. */
export function summaryOf(text: string, limit: number): string {
  const sentences = sentencesOf(text);
  const keywords = keywordsOf(text, 8).map((word) => word.toLowerCase());
  const scored = sentences.map((sentence, position) => {
    const words = new Set(wordsOf(sentence).map((word) => word.toLowerCase()));
    return { sentence, position, score: keywords.filter((word) => words.has(word)).length };
  });
  return scored
    .sort((a, b) => b.score - a.score || a.position - b.position)
    .slice(0, limit)
    .sort((a, b) => a.position - b.position)
    .map(({ sentence }) => sentence)
    .join(' ');
}

/** The first `limit` characters, whole ones, with an ellipsis when there is more. */
export function shorten(text: string, limit: number): string {
  const points = [...text.replace(/\s+/g, ' ').trim()];
  return points.length > limit ? `${points.slice(0, limit - 1).join('')}…` : points.join('');
}
