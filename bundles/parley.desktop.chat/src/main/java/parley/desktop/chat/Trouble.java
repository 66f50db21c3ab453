package parley.desktop.chat;

import parley.desktop.chat.Banner.Choice;

import java.util.List;

/** Something that did not work in a conversation, and what can be done instead, besides leaving it. */
record Trouble(String sentence, List<Choice> ways) {

    Trouble {
        ways = List.copyOf(ways);
    }

    /** There is nothing to be done about it here. */
    Trouble(String sentence) {
        this(sentence, List.of());
    }
}
