// The replay's bytes, read once, and what they say at an instant. The format: simulator/analysis/debrief/keyframes.py.
//
//   const play = readReplay(buffer, plan)
//   play.seek(t_ms)        moves everybody; afterwards play.x, play.y, play.level, play.space and play.counts hold
//   play.standing(t_ms)    doors, secured rooms, places that the order did not reach, units, closed spaces
//   play.knows(space, t_ms)   what the people in a space have been told: [[words, how many]]

const WALK_M_PER_MS = 1.2 / 1000; // how fast somebody is drawn who walks to a place of their own in a room
const OUTSIDE = new Set(["outdoors", "field", "parking", "assembly", "reunification", "vehicle", "stand"]);

/** Decode; `plan` is the drawing with its levels, whose openings say where the gates are. */
export function readReplay(buffer, plan) {
  const bytes = new Uint8Array(buffer);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "HWR1") throw new Error("this is no replay");
  const size = new DataView(buffer).getUint32(4, true);
  const tables = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
  const next = numbers(bytes, 8 + size);
  const persons = tables.parties.reduce((sum, one) => sum + one[2], 0);
  const people = readPeople(next, persons);
  const [doors, secured] = [list(next, 2), list(next, 2)];
  const orders = orderList(next);
  const [units, known, closed] = [list(next, 2), list(next, 4), list(next, 2)];
  return makePlay({ tables, persons, people, doors, secured, orders, units, known, closed }, places(tables, plan));
}

function numbers(bytes, from) {
  let at = from;
  return () => {
    let [value, scale, byte] = [0, 1, 0];
    do {
      byte = bytes[at];
      at += 1;
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  };
}

function readPeople(next, persons) {
  const from = new Int32Array(persons + 1);
  const [t, gate] = [[], []];
  for (let person = 0; person < persons; person += 1) {
    let now = 0;
    for (let left = next(); left > 0; left -= 1) {
      now += next();
      t.push(now);
      gate.push(next());
    }
    from[person + 1] = t.length;
  }
  return { from, t: Int32Array.from(t), gate: Int32Array.from(gate) };
}

function list(next, width) {
  let now = 0;
  return Array.from({ length: next() }, () => {
    now += next();
    return [now, ...Array.from({ length: width }, next)];
  });
}

function orderList(next) {
  let now = 0;
  return Array.from({ length: next() }, () => {
    now += next();
    return [now, Array.from({ length: next() }, next)];
  });
}

// ---- where segments and gates are on the drawing

function places(tables, plan) {
  const spaces = new Map();
  plan.levels.forEach((level, number) => level.spaces.forEach((one) => spaces.set(one.id, { ...one, level: number })));
  const ids = [...new Set([...tables.segments.map((one) => one[1]), ...tables.spaces])];
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  const doors = new Map(plan.levels.flatMap((level) => level.openings).map((one) => [one.id, one.at]));
  const lines = new Map(Object.entries(tables.lines).map(([name, at]) => [name, [at[0] / 10, at[1] / 10]]));
  const segments = tables.segments.map(([, space, ...box]) => ({
    space: numberOf.get(space),
    level: spaces.get(space)?.level ?? 0,
    box: box.length ? box.map((bound) => bound / 10) : [0, 0, 0, 0],
    ring: spaces.get(space)?.rings[0] ?? null,
    outside: OUTSIDE.has(spaces.get(space)?.kind),
  }));
  const gates = tables.gates.map(([segment, through]) => ({ segment, at: doors.get(through) ?? lines.get(through) ?? null }));
  return { spaces, ids, numberOf, segments, gates };
}

/** A place of one's own in a segment: the same for the same person whenever they are there. */
function spotIn({ box: [x1, y1, x2, y2], ring }, person, number) {
  const margin = Math.min(0.5, (x2 - x1) / 5, (y2 - y1) / 5);
  let seed = (person * 2654435761 + number * 40503 + 1) >>> 0;
  const draw = () => {
    seed = (Math.imul(seed ^ (seed >>> 15), 2246822519) + 3266489917) >>> 0;
    return (seed >>> 8) / 16777216;
  };
  for (let tries = 0; tries < 8; tries += 1) {
    const at = [x1 + margin + draw() * (x2 - x1 - 2 * margin), y1 + margin + draw() * (y2 - y1 - 2 * margin)];
    if (!ring || within(at, ring)) return at;
  }
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}

export function within([x, y], ring) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
    const [[ax, ay], [bx, by]] = [ring[at], ring[before]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

// ---- at an instant

function makePlay(data, { spaces, ids, numberOf, segments, gates }) {
  const { people, persons, tables } = data;
  const cursor = new Int32Array(persons).fill(-1); // the latest keyframe of each person; -1: not there yet
  const [x, y] = [new Float32Array(persons), new Float32Array(persons)];
  const [level, space] = [new Int16Array(persons), new Int32Array(persons)];
  const counts = new Int32Array(ids.length);
  const legs = new Array(people.t.length); // how somebody goes through a segment, worked out when first needed
  const kinds = tables.parties.flatMap(([, kind, count]) => Array(count).fill(kind));

  const legOf = (frame, person) => (legs[frame] ??= makeLeg(frame, person));
  function makeLeg(frame, person) {
    const gate = gates[people.gate[frame]];
    const last = frame + 1 >= people.from[person + 1];
    const segment = segments[gate.segment];
    const spot = spotIn(segment, person, gate.segment);
    const from = gate.at ?? spot;
    const until = last ? Infinity : people.t[frame + 1];
    const to = last ? spot : (gates[people.gate[frame + 1]].at ?? spot);
    const there = Math.hypot(spot[0] - from[0], spot[1] - from[1]) / WALK_M_PER_MS;
    const away = Math.hypot(to[0] - spot[0], to[1] - spot[1]) / WALK_M_PER_MS;
    return { t: people.t[frame], until, from, to, spot, there, away: last ? 0 : away, segment };
  }

  function seek(t_ms) {
    counts.fill(0);
    for (let person = 0; person < persons; person += 1) {
      let at = cursor[person] < 0 ? people.from[person] - 1 : cursor[person];
      while (at + 1 < people.from[person + 1] && people.t[at + 1] <= t_ms) at += 1;
      while (at >= people.from[person] && people.t[at] > t_ms) at -= 1;
      if (at < people.from[person]) {
        cursor[person] = -1;
        level[person] = -1;
        space[person] = -1;
        continue;
      }
      cursor[person] = at;
      place(person, legOf(at, person), t_ms);
    }
  }

  function place(person, leg, t_ms) {
    level[person] = leg.segment.level;
    space[person] = leg.segment.space;
    counts[leg.segment.space] += 1;
    let [from, to, share] = [leg.spot, leg.spot, 0];
    const [gone, left] = [t_ms - leg.t, leg.until - t_ms];
    if (leg.there + leg.away >= leg.until - leg.t) [from, to, share] = [leg.from, leg.to, gone / Math.max(1, leg.until - leg.t)];
    else if (gone < leg.there) [from, to, share] = [leg.from, leg.spot, gone / leg.there];
    else if (left < leg.away) [from, to, share] = [leg.spot, leg.to, 1 - left / leg.away];
    x[person] = from[0] + (to[0] - from[0]) * share;
    y[person] = from[1] + (to[1] - from[1]) * share;
  }

  const latest = (stream, t_ms) => {
    const found = new Map();
    for (const [at, what, state] of stream) {
      if (at > t_ms) break;
      found.set(what, state);
    }
    return found;
  };

  function standing(t_ms) {
    const openings = {};
    for (const [what, state] of latest(data.doors, t_ms)) openings[tables.openings[what]] = tables.states[state];
    const on = (stream) => new Set([...latest(stream, t_ms)].filter((one) => one[1]).map((one) => tables.spaces[one[0]]));
    const heard = data.orders.filter((one) => one[0] <= t_ms).at(-1);
    const units = [...latest(data.units, t_ms)].map(([unit, where]) => ({
      id: tables.units[unit][0], label: tables.units[unit][0], discipline: tables.units[unit][1], space: tables.spaces[where],
    }));
    return { openings, secured: on(data.secured), closed: on(data.closed), not_heard: new Set(heard ? heard[1].map((one) => tables.spaces[one]) : []), units };
  }

  /** Persons in a space, the first numbers of each party's block, and what they were told by then. */
  function knows(id, t_ms) {
    const wanted = numberOf.get(id);
    const first = new Map();
    let before = 0;
    tables.parties.forEach(([, , count], party) => {
      first.set(party, before);
      before += count;
    });
    const facts = tables.facts.map(() => new Set());
    for (const [at, party, from, size, fact] of data.known) {
      if (at > t_ms) break;
      for (let one = 0; one < size; one += 1) {
        const person = first.get(party) + from - 1 + one;
        if (space[person] === wanted) facts[fact].add(person);
      }
    }
    return facts.map((who, fact) => [tables.facts[fact], who.size]).filter((one) => one[1]);
  }

  return {
    tables, persons, spaces, ids, numberOf, kinds, x, y, level, space, counts, until_ms: tables.until_ms,
    seek, standing, knows, count: (id) => counts[numberOf.get(id)] ?? 0,
    changes: [...data.doors, ...data.secured, ...data.orders, ...data.units, ...data.closed].map((one) => one[0]).sort((a, b) => a - b),
    partiesIn: (id) => partiesIn(tables, space, numberOf.get(id)),
  };
}

/** The parties that have somebody in a space, with how many. */
function partiesIn(tables, space, wanted) {
  const found = [];
  let person = 0;
  for (const [party, kind, count] of tables.parties) {
    let n = 0;
    for (let one = 0; one < count; one += 1) n += space[person + one] === wanted;
    person += count;
    if (n) found.push({ party, kind, n });
  }
  return found;
}
