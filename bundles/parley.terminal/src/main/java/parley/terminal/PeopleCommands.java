package parley.terminal;

import static parley.terminal.Commands.word;

import org.jspecify.annotations.Nullable;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Presences;
import parley.protocol.InviteLink;
import parley.protocol.RelayAddress;
import parley.terminal.Commands.Word;

import picocli.CommandLine.ParseResult;

import java.util.Map;
import java.util.stream.Collectors;

/** Commands about oneself and others. */
final class PeopleCommands {

    /** Where secrets come from that stand in no argument. */
    @FunctionalInterface
    interface Secrets {
        /**
         * @param what such as "invite link"
         * @param fromInput whether standard input was named ({@code -})
         * @throws CommandException PASSPHRASE_NEEDED
         */
        String ask(String what, boolean fromInput) throws CommandException;

        /** Whether this process's own arguments are the command, which everybody on the machine can read. */
        default boolean areSeenByOthers() {
            return false;
        }
    }

    private static final Word ADDRESS = new Word.One("ADDRESS");

    private final Accounts accounts;
    private final Contacts contacts;
    private final Presences presences;
    private final Secrets secrets;

    PeopleCommands(Accounts accounts, Contacts contacts, Presences presences, Secrets secrets) {
        this.accounts = accounts;
        this.contacts = contacts;
        this.presences = presences;
        this.secrets = secrets;
    }

    void addTo(Commands commands) {
        commands.add(
                "account create",
                "makes your identity and signs up",
                this::create,
                new Word.Option("--invite", "LINK"),
                new Word.Option("--relay", "URL"),
                new Word.One("NAME"));
        commands.add("account show", "says who you are", _ -> show());
        commands.add(
                "offline",
                "takes the link to your relay down until you say online, at later starts too",
                _ -> stayOffline(true, "You are offline: what you say waits until you say online."));
        commands.add(
                "online",
                "has the link to your relay come up again",
                _ -> stayOffline(false, "You are no longer offline: the link comes up as soon as it can."));
        commands.add(
                "connect",
                "asks somebody for a conversation",
                words -> answer(contacts.connect(word(words, 0))),
                new Word.One("ADDRESS|LINK"));
        commands.add(
                "approve", "answers a request with yes", words -> answer(contacts.approve(word(words, 0))), ADDRESS);
        commands.add("deny", "answers a request with silence", words -> answer(contacts.deny(word(words, 0))), ADDRESS);
        commands.add(
                "block",
                "hears nothing of somebody any more",
                words -> answer(contacts.block(word(words, 0))),
                ADDRESS);
        commands.add("unblock", "hears somebody again", words -> answer(contacts.unblock(word(words, 0))), ADDRESS);
        commands.add("contacts", "lists people", _ -> list());
    }

    private Answer create(ParseResult words) throws CommandException {
        var name = word(words, 0);
        @Nullable String relay = words.matchedOptionValue("--relay", (String) null);
        var invite = words.matchedOptionValue("--invite", "");
        Accounts.Account account;
        try {
            if (relay != null) {
                account = accounts.create(name, RelayAddress.parse(relay));
            } else {
                var secret = invite.isEmpty() || invite.equals("-");
                if (!secret && secrets.areSeenByOthers()) {
                    throw new CommandException(
                            Code.USAGE,
                            "others on this machine can read an invite link in a command; write --invite - and give it"
                                    + " on standard input");
                }
                var link = secret ? secrets.ask("invite link", !invite.isEmpty()) : invite;
                account = accounts.create(name, InviteLink.parse(link.strip()));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, String.valueOf(e.getMessage()), e);
        }
        return Answer.of(fields(account), "You are " + account.address() + ".");
    }

    private Answer stayOffline(boolean wanted, String said) throws CommandException {
        accounts.stayOffline(wanted);
        return Answer.of(said);
    }

    private Answer show() throws CommandException {
        var account = accounts.need();
        return Answer.of(
                fields(account),
                account.address()
                        + "\naccount key "
                        + account.key().hex()
                        + "\ndevice "
                        + account.device().hex()
                        + "\nrelay "
                        + account.relay().url()
                        + "#"
                        + account.relay().fingerprint());
    }

    private static Map<String, Object> fields(Accounts.Account account) {
        return Answer.fields(
                "account",
                account.address(),
                "relay",
                account.relay().url() + "#" + account.relay().fingerprint(),
                "device",
                account.device().hex().substring(0, 32));
    }

    static Answer answer(Contacts.Contact contact) {
        var fields =
                Answer.fields("account", contact.address(), "conversation", contact.conversation().map(id -> id.hex()));
        return Answer.of(fields, contact.address() + ": " + contact.state().word());
    }

    private Map<String, Object> listed(Contacts.Contact contact) {
        var fields = EventFields.contact(contact);
        presences
                .of(contact.account())
                .ifPresent(there -> {
                    fields.put("presence", EventFields.word(there.presence()));
                    PresenceCommands.given(there.status()).ifPresent(status -> fields.put("status", status));
                });
        return fields;
    }

    private String line(Contacts.Contact contact) {
        var trust =
                switch (contact.trust()) {
                    case UNVERIFIED -> "";
                    case VERIFIED -> ", verified";
                    case CHANGED -> ", with another key than before";
                    case REPLACED -> ", replaced by another key";
                };
        var former = contact.former().map(state -> ", under another key " + state.word()).orElse("");
        var lookalike = contact.lookalikeOf().map(other -> ", looks like " + other).orElse("");
        var there =
                presences
                        .of(contact.account())
                        .map(it -> ", " + EventFields.word(it.presence()) + PresenceCommands.said(it.status()))
                        .orElse("");
        return contact.address() + ": " + contact.state().word() + trust + former + lookalike + there;
    }

    private Answer list() throws CommandException {
        var all = contacts.all();
        return Answer.of(
                Answer.fields("contacts", all.stream().map(this::listed).toList()),
                all.isEmpty()
                        ? "There is nobody yet; connect ADDRESS asks somebody."
                        : all.stream().map(this::line).collect(Collectors.joining("\n")));
    }
}
