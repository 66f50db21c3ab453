/**
 * What is said to people, in their language.
 *
 * <p>How a bundle says something:
 *
 * <ol>
 *   <li>English stands in {@code src/main/resources/OSGI-INF/l10n/<bundle>.properties}, in UTF-8, as {@code
 *       view.key=Words}; the other languages beside it in {@code _de}, {@code _es}, {@code _fa} and {@code _zh}. A test
 *       fails where a key is missing in one of them or has other arguments there. What things are called in each
 *       language is in docs/languages.md.
 *   <li>A class says {@code private static final Phrases T = Phrases.of(ThisClass.class)}, and {@code
 *       T.get("view.key")} <em>when it shows it</em>: never in a static field or a component's constructor, which may
 *       run before the language is known. Keys are written out, never put together, so that the test finds them.
 *   <li>{@code T.get("view.seen", "name", title, "count", n)} fills {@code {name}} and {@code {count}}: numbers and
 *       what others have written as they are, not as texts of your own making; times as {@link Language#local} has
 *       them. No sentence is put together of parts: who did something and to whom, “you” or somebody else, are phrases
 *       of their own.
 *   <li>Whatever depends on a number is ICU's plural: {@code {count, plural, one {# message} other {# messages}}}. The
 *       first such phrase loads ICU: what the window shows as it opens has two phrases instead, one for 1 and one with
 *       {@code {count}} for any other number, in which a language may still have a plural if it must.
 *   <li>A label in a component's annotation is {@code "%view.key"}; the workbench says it by this bundle's phrases.
 *   <li>Where the window runs from right to left SWT turns x, the pointer and the GC around by itself. Only what must
 *       not turn needs code: {@link parley.desktop.api.control.Mirror}.
 * </ol>
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.desktop.api.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
