/**
 * What a bundle can put into Parley's window: views, commands with their keys, colour themes and status lines.
 *
 * <p>A contribution is a service. It appears in the window when it is registered and leaves when it goes, and the
 * workbench alone has code for that. SWT stands in these signatures because widgets are their subject.
 */
@Export
@Version("1.0.0")
@NullMarked
package parley.desktop.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
