/** Calls the API beside this page. @throws {Error} with a sentence for the person in front of it */
export async function call(path, body) {
  const response = await fetch(`/api${path}`, body === undefined ? {} : asPost(body)).catch(() => {
    throw new Error("The API cannot be reached. Is the connection up?");
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.error ?? `The API answered ${response.status}.`), { answer });
}

function asPost(body) {
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}
