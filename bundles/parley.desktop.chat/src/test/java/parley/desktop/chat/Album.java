package parley.desktop.chat;

import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.nio.file.Path;
import java.time.Duration;

/** Pictures of what a script made, in both themes; and the words of such a script, a minute apart. */
final class Album {

    /** Something to be done in each theme. */
    @FunctionalInterface
    interface Page {

        /**
         * @param mode a word for the names of pictures
         */
        void take(Stage stage, String mode) throws Exception;
    }

    /** How large the window is for a picture, and what its name says of that. */
    record Size(String name, int width, int height) {

        static final Size LARGE = new Size("", 1000, 860);
        static final Size NARROW = new Size("-small", 640, 860);
    }

    private final FakeClient client;
    private final Path home;
    private int ago = 50;

    Album(FakeClient client, Path home) {
        this.client = client;
        this.home = home;
    }

    /** Says {@code text} as {@code who}, a minute after what was said before. */
    MessageId said(ConversationId talk, String who, String text) {
        var state = who.equals("lea") ? Message.State.READ : Message.State.RECEIVED;
        return client.message(talk, who, text, FakeClient.ago(Duration.ofMinutes(ago--)), state).id();
    }

    MessageId answer(ConversationId talk, String who, String text, MessageId to) {
        var id = said(talk, who, text);
        client.conversations.answer(id, to);
        return id;
    }

    void thinks(MessageId id, String who, String emoji) throws Exception {
        client.hear(talks -> talks.react(id, FakeClient.address(who), who.equals("lea"), emoji, true));
    }

    /** Opens the window and turns to {@code page} in each theme. */
    void open(Page page) throws Exception {
        try (var stage = new Stage(client, home)) {
            stage.robot.size(1000, 700);
            both(stage, page);
        }
    }

    /** Opens {@code talk} and takes its picture in each theme and {@code size}; then turns to {@code page}. */
    void open(ConversationId talk, String name, Page page, Size... sizes) throws Exception {
        try (var stage = new Stage(client, home)) {
            stage.robot.size(sizes[0].width(), sizes[0].height());
            stage.open(talk);
            both(
                    stage,
                    (_, mode) -> {
                        for (var size : sizes) {
                            stage.robot.size(size.width(), size.height());
                            stage.robot.picture(name + size.name() + "-" + mode);
                        }
                        stage.robot.size(sizes[0].width(), sizes[0].height());
                        page.take(stage, mode);
                    });
        }
    }

    /** As the other, with nothing but these pictures. */
    void open(ConversationId talk, String name, Size... sizes) throws Exception {
        open(talk, name, (_, _) -> {}, sizes);
    }

    private static void both(Stage stage, Page page) throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            stage.bench.theme(dark);
            page.take(stage, dark ? "dark" : "light");
        }
    }
}
