// Prints the slip once its QR code is there, when it was opened for that.

window.addEventListener("load", () => {
  const slip = document.getElementById("slip");
  if (slip && slip.dataset["print"]) window.print();
});
