// Ties the library's passkey script to this page's button, and says on the page when the device did not go along.
const ROLES = { addForm: "add", authenticateForm: "authenticate", loginForm: "login" };
const failure = document.querySelector("[data-passkey]");
const forms = window.allauth?.webauthn?.forms;

if (failure && forms) {
  const { passkey: start, credential, passwordless } = failure.dataset;
  const ids = { [ROLES[start]]: "passkey", credential, passwordless };
  if (document.getElementById("js_data")) ids.data = "js_data";
  forms[start]({ ids });
  document.getElementById("passkey").addEventListener("click", () => { failure.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failure.hidden = false;
  });
}
