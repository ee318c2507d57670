/** Keeps the page itself for when the hub cannot be reached; over plain HTTP from elsewhere browsers do not offer it. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Without it everything works but a reload without the hub.
  navigator.serviceWorker.register('/shell.js').catch((error: unknown) => console.warn(error));
}
