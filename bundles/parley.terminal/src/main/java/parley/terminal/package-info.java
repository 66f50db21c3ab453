/**
 * The client in a terminal, for people (JLine) and for scripts (a line of JSON for every event).
 *
 * <p>{@link parley.terminal.TerminalFace} is the component and owns the main thread. A line becomes a {@link
 * parley.terminal.Line}, a line becomes an {@link parley.terminal.Answer} in {@link parley.terminal.Commands}, and what
 * happens becomes text in {@link parley.terminal.EventFields}. One {@link parley.terminal.Output} writes; nothing else
 * touches standard output.
 */
@NullMarked
package parley.terminal;

import org.jspecify.annotations.NullMarked;
