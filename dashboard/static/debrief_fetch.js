// What the debrief page asks the server for. Nothing is sent to any other host.

class Refusal extends Error {}

async function answer(path, query, more) {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`, more);
  if (response.ok) return response;
  let said = null;
  try {
    said = (await response.json()).refused;
  } catch {
    /* no sentence came with it */
  }
  throw new Refusal(said ?? "The server could not answer. Press F5 to try again.");
}

export const getJson = async (path, query) => (await answer(path, query)).json();
export const getBytes = async (path, query) => (await answer(path, query)).arrayBuffer();

export async function postJson(path, query, body) {
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return (await answer(path, query, sent)).json();
}

/** A failed request as a sentence. */
export const failure = (error) => (error instanceof Refusal ? error.message : "The server cannot be reached. Press F5 when it runs again.");
