// Goes where the page's one link leads, without leaving this page in the history.
const link = document.querySelector("a[data-follow]");
if (link) window.location.replace(link.href);
