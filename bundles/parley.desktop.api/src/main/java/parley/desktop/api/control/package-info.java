/**
 * Controls that paint themselves in the colours of the {@link parley.desktop.api.Theme}: buttons, places to type,
 * shapes with soft edges, and what to show of a text. Views that are made of them look like one window, and screen
 * readers know their names and roles. Called on the UI thread.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.desktop.api.control;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
