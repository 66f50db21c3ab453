package parley.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.protocol.BlobId;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

class EchoTest {

    private static final MessageId ID = new MessageId(Bytes.wrap(new byte[MessageId.LENGTH]));

    private final Echo echo = new Echo();

    private List<Content> answers(Content said) {
        return echo.answers(ID, said);
    }

    @Test
    void saysTheWordsAndNothingBesides() {
        assertEquals(List.of(new Content.Text("hello")), answers(new Content.Text("hello")));
        assertEquals(
                List.of(new Content.Text("hello")),
                answers(new Content.Text("hello", Optional.of(ID))),
                "what was answered was said by somebody");
        assertEquals(List.of(new Content.Text("hello")), answers(Content.Text.forwarding("hello")));
    }

    @Test
    void handsAFileBack() {
        var offer =
                new Content.FileOffer(
                        "here",
                        BlobId.random(),
                        Token.random(),
                        Bytes.wrap(new byte[Content.FileOffer.KEY]),
                        Bytes.wrap(new byte[Content.FileOffer.NONCE_PREFIX]),
                        5,
                        Content.FileOffer.MAX_SEGMENT,
                        "a.txt",
                        "");
        assertEquals(List.of(offer), answers(offer));
    }

    @Test
    void thinksWhatItsReaderThinks() {
        var liked = new Content.Reaction(ID, "👍", true);
        assertEquals(List.of(liked), answers(liked));
        var not = new Content.Reaction(ID, "👍", false);
        assertEquals(List.of(not), answers(not));
    }

    @Test
    void saysNothingToWhatIsNoMessage() {
        assertEquals(List.of(), answers(new Content.Delete(ID)));
        assertEquals(List.of(), answers(new Content.Edit(ID, "hello!")));
        assertEquals(List.of(), answers(new Content.Receipt(1, 1)));
    }
}
