const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => {
  const answer = document.querySelector('#answer');
  answer.dataset.thread = data.thread;
  answer.textContent = data.text;
};
worker.postMessage(Object.fromEntries(new URLSearchParams(location.search)));
