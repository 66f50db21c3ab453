package parley.desktop.api.text;

import com.ibm.icu.text.MessageFormat;

import java.util.Locale;
import java.util.Map;

/**
 * Phrases whose words depend on a number or a choice, by ICU's MessageFormat. A class of its own, so that ICU, which
 * takes some tenths of a second to load, is loaded by the first such phrase and not by the window.
 */
final class Grammar {

    private Grammar() {}

    /**
     * {@code phrase} as it is said of {@code values}.
     *
     * @throws IllegalArgumentException if it is no pattern, or names what is not there
     */
    static String said(String phrase, Locale locale, Map<String, Object> values) {
        var format = new MessageFormat(phrase, locale);
        for (var name : format.getArgumentNames()) {
            if (!values.containsKey(name)) throw new IllegalArgumentException("nothing for {" + name + "}");
        }
        return format.format(values);
    }
}
