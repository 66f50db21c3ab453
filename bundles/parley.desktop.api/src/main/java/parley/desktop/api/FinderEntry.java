package parley.desktop.api;

/**
 * Something to jump to from the finder.
 *
 * @param id of this entry and no other, for as long as the process runs: those used last are offered first. Written
 *     nowhere, since it may be that of a conversation
 * @param title what it is called; shown on one line, without controls
 * @param detail tells it from another of the same title, such as an address; may be empty
 * @param chosen goes there. Called on the UI thread
 */
public record FinderEntry(String id, String title, String detail, Runnable chosen) {}
