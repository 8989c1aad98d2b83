// Keys (WebAuthn) and the way back from an outside identity. Without this script: passwords, codes and buttons.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function prepared(options) {
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) made.allowCredentials = known(options.allowCredentials);
  if (options.excludeCredentials) made.excludeCredentials = known(options.excludeCredentials);
  return made;
}

function told(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts, clientExtensionResults: {} };
}

const WHY = {
  NotAllowedError: "Chưa xác nhận trên máy, hoặc đã quá giờ. Xin thử lại.",
  InvalidStateError: "Máy này đã có khóa của tài khoản.",
  SecurityError: "Địa chỉ trang không dùng được khóa.",
};

async function useKey(form) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const asked = await fetch(form.dataset.asks, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!asked.ok || !asked.headers.get("Content-Type")?.includes("json")) throw new Error("asked");
  const publicKey = prepared(await asked.json());
  const credential = await navigator.credentials[form.dataset.key]({ publicKey });
  form.elements.answer.value = JSON.stringify(told(credential));
  form.submit();
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-key]");
  if (!form) return;
  event.preventDefault();
  const says = form.querySelector("[data-says]");
  says.textContent = "";
  if (!window.PublicKeyCredential) {
    says.textContent = "Trình duyệt này không dùng được khóa.";
    return;
  }
  try {
    await useKey(form);
  } catch (error) {
    says.textContent = WHY[error.name] ?? "Chưa dùng được khóa. Xin tải lại trang rồi thử lại.";
  }
});

document.querySelector("form[data-continues]")?.requestSubmit();
