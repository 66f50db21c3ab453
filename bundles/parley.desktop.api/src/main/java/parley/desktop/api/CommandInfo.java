package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link CommandContribution} is called and which key runs it, as service properties. */
@ComponentPropertyType
public @interface CommandInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.command.";

    /** Names the command for good: a person's own key is remembered under this id. */
    String id();

    /** What it does, in the words of a menu: {@code "New conversation"}. */
    String label();

    /**
     * The key that runs it unless a person has chosen another, as JFace writes key sequences: {@code "M1+N"}, where M1
     * is Ctrl, or Command on macOS. Empty for none.
     */
    String key() default "";

    /** Where it stands in the menu of the window, the lowest first; 0 keeps it out. */
    int menu() default 0;
}
