package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Presences;
import parley.protocol.AccountKey;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who is there, and what the person says of that, as faces see and change it. */
@Component
public final class OwnPresence implements Presences {

    private final Chat chat;

    @Activate
    public OwnPresence(@Reference Chat chat) {
        this.chat = chat;
    }

    @Override
    public Own own() throws CommandException {
        return chat.store().transact(tx -> new Book(tx).presence());
    }

    @Override
    public Own away(boolean away) throws CommandException {
        return change(before -> new Own(away, before.status()));
    }

    @Override
    public Own status(String status) throws CommandException {
        var text = status.strip();
        ProfileBook.check(text, MAX_STATUS, "a status");
        if (text.lines().count() > 1 || Lookalikes.hides(text)) {
            throw new CommandException(
                    Code.USAGE, "a status is one line of letters that are seen; write it without others");
        }
        return change(before -> new Own(before.away(), text));
    }

    private Own change(UnaryOperator<Own> change) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var before = book.presence();
                    var now = change.apply(before);
                    if (!now.equals(before)) {
                        book.put(now);
                        tx.afterCommit(chat::sayPresence);
                    }
                    return now;
                });
    }

    @Override
    public void idle(boolean idle) {
        chat.presences().idle(idle);
    }

    @Override
    public Optional<There> of(AccountKey account) {
        return chat.presences().of(account);
    }
}
