package parley.desktop.chat;

import org.eclipse.swt.custom.StyledText;

import parley.protocol.AccountKey;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whom a person took from what was offered while they wrote, and where that stands: it means them for as long as it
 * stands there unchanged, whatever others call themselves. For the UI thread.
 */
final class Meant {

    /**
     * @param start of {@code words} in the text, in UTF-16
     */
    record One(int start, String words, AccountKey account) {

        private int end() {
            return start + words.length();
        }

        private One moved(int by) {
            return new One(start + by, words, account);
        }
    }

    private List<One> all = List.of();

    Meant(StyledText text) {
        text.addExtendedModifyListener(event -> changed(event.start, event.replacedText.length(), event.length));
    }

    /** At {@code start} stand {@code now} letters in place of {@code before}. */
    private void changed(int start, int before, int now) {
        all =
                all.stream()
                        .filter(one -> start >= one.end() || start + before <= one.start())
                        .map(one -> start >= one.end() ? one : one.moved(now - before))
                        .toList();
    }

    void took(One taken) {
        all = Stream.concat(all.stream(), Stream.of(taken)).toList();
    }

    List<One> all() {
        return all;
    }

    /** The same of another text, which was {@link #all} when that was left. */
    void all(List<One> changed) {
        all = List.copyOf(changed);
    }
}
