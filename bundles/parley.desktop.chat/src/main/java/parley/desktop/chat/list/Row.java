package parley.desktop.chat.list;

/** A row of the list of conversations. */
public sealed interface Row permits Hit, Line, Shelf {

    /** The same for as long as the row is there, and of no other. */
    String id();
}
