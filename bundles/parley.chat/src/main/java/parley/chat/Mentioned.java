package parley.chat;

import parley.client.api.Accounts.Account;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Message;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.Mention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom texts of one conversation mean, of those who are in it. Good for one transaction. */
final class Mentioned {

    private final Book book;
    private final ConversationState state;
    private final Account own;

    Mentioned(Book book, ConversationState state, Account own) {
        this.book = book;
        this.state = state;
        this.own = own;
    }

    /** Those that count; others are plain text. */
    List<Message.Mention> of(List<Mention> mentions) throws CommandException {
        if (mentions.isEmpty()) return List.of();
        var members = book.roll(state.id).members();
        var counted = new ArrayList<Message.Mention>();
        for (var mention : mentions) {
            var called = called(mention.account(), Optional.ofNullable(members.get(mention.account())));
            if (called.isEmpty()) continue;
            var us = mention.account().equals(own.key());
            counted.add(new Message.Mention(mention.start(), mention.length(), mention.account(), called.get(), us));
        }
        return counted;
    }

    private Optional<Address> called(AccountKey account, Optional<Address> claimed) throws CommandException {
        if (account.equals(own.key())) return Optional.of(own.address());
        return claimed.isEmpty() ? Optional.empty() : Optional.of(book.names().of(state.id, account, claimed.get()));
    }

    /** What a person here says mentions members only. */
    List<Message.Mention> need(List<Mention> mentions) throws CommandException {
        var counted = of(mentions);
        if (counted.size() == mentions.size()) return counted;
        throw new CommandException(
                Code.USAGE,
                "only people who are in the conversation can be mentioned; add them first, or write the name");
    }
}
