// What the replay shows, in words: for the pointer, and for the table that says the same.

/** Who is in a space and what they know. */
export function spaceWords(state, space, person) {
  return `${space.label || space.id}: ${known(state, space, person).join("; ") || "nobody"}`;
}

function known(state, space, person) {
  const { play, standing } = state;
  const words = [];
  const n = play.count(space.id);
  if (n) {
    words.push(`${n} ${n === 1 ? "person" : "people"}${standing.secured.has(space.id) ? " behind a locked door" : ""}`);
    for (const [fact, who] of play.knows(space.id, state.t)) words.push(`${who === n ? (n === 1 ? "knows" : "all know") : `${who} ${who === 1 ? "knows" : "know"}`} ${fact}`);
  }
  if (standing.not_heard.has(space.id)) words.push("the order was not heard");
  if (standing.closed.has(space.id)) words.push("closed by the hazard");
  for (const unit of standing.units) if (unit.space === space.id) words.push(`${unit.label} is here`);
  if (person.includes(space.id)) words.push("the person was last here");
  return words;
}

/** Rows for the table: level, space, what is known. */
export function standingRows(state, levels, person) {
  return levels.flatMap((level) =>
    level.storey.spaces.map((space) => [level.storey.label, space.label || space.id, known(state, space, person).join("; ")]).filter((row) => row[2]));
}
