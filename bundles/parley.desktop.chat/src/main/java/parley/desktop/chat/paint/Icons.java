package parley.desktop.chat.paint;

import parley.desktop.api.Icon;

/** The pictures on our buttons, drawn for Parley. */
public final class Icons {

    public static final Icon SUN =
            new Icon(
                    "M16.2 12 A4.2 4.2 0 1 1 7.8 12 A4.2 4.2 0 1 1 16.2 12 Z M12 2.5 V4.5 M12 19.5 V21.5 M2.5 12 H4.5"
                        + " M19.5 12 H21.5 M5.3 5.3 L6.7 6.7 M17.3 17.3 L18.7 18.7 M5.3 18.7 L6.7 17.3 M17.3 6.7 L18.7"
                        + " 5.3");
    public static final Icon MOON = new Icon("M20.5 14.3 A8.8 8.8 0 1 1 9.7 3.5 A7 7 0 0 0 20.5 14.3 Z");
    public static final Icon ADD_PERSON =
            new Icon(
                    "M14 7.5 A4 4 0 1 1 6 7.5 A4 4 0 1 1 14 7.5 Z"
                            + " M2.5 20 C2.5 16.4 5.8 14.5 10 14.5 C14.2 14.5 17.5 16.4 17.5 20 M19 8 V14 M16 11 H22");
    public static final Icon PEOPLE =
            new Icon(
                    "M12.5 8 A3.6 3.6 0 1 1 5.3 8 A3.6 3.6 0 1 1 12.5 8 Z M2 19.5 C2 16.2 5 14.5 8.9 14.5 C12.8 14.5"
                            + " 15.8 16.2 15.8 19.5 M15.5 4.8 A3.4 3.4 0 0 1 15.5 11.2 M17.6 14.9 C20.2 15.5 22 17.1 22"
                            + " 19.5");
    public static final Icon CLIP =
            new Icon(
                    "M20 11.2 L11.9 19.3 A5 5 0 0 1 4.8 12.2 L12.7 4.3 A3.4 3.4 0 0 1 17.5 9.1"
                            + " L9.7 16.9 A1.7 1.7 0 0 1 7.3 14.5 L14.4 7.4");
    public static final Icon SEND = Icon.turning("M21 3 L10.6 13.4 M21 3 L14.4 21 L10.6 13.4 L3 9.6 Z");
    public static final Icon FILE =
            new Icon(
                    "M13.5 2.8 H7 A1.8 1.8 0 0 0 5.2 4.6 V19.4 A1.8 1.8 0 0 0 7 21.2 H17 A1.8 1.8 0 0 0 18.8 19.4 V8.1"
                            + " Z M13.5 2.8 V8.1 H18.8");
    public static final Icon FOLDER =
            new Icon(
                    "M3 7 A1.8 1.8 0 0 1 4.8 5.2 H9.2 L11.4 7.6 H19.2 A1.8 1.8 0 0 1 21 9.4 V17 A1.8 1.8 0 0 1 19.2"
                            + " 18.8 H4.8 A1.8 1.8 0 0 1 3 17 Z");
    public static final Icon CLOSE = new Icon("M6 6 L18 18 M18 6 L6 18");
    public static final Icon CHECK = new Icon("M5 12.6 L10 17.6 L19.5 7");
    public static final Icon BACK = Icon.turning("M14.8 5.5 L8.3 12 L14.8 18.5");
    public static final Icon NEXT = Icon.turning("M9.2 5.5 L15.7 12 L9.2 18.5");
    public static final Icon DOWN = new Icon("M5.5 9 L12 15.5 L18.5 9");
    public static final Icon UP = new Icon("M5.5 15.5 L12 9 L18.5 15.5");
    public static final Icon LEFT = new Icon("M14.8 5.5 L8.3 12 L14.8 18.5");
    public static final Icon RIGHT = new Icon("M9.2 5.5 L15.7 12 L9.2 18.5");
    public static final Icon PLUS = new Icon("M12 5 V19 M5 12 H19");
    public static final Icon MINUS = new Icon("M5 12 H19");
    public static final Icon DOWNLOAD = new Icon("M12 4 V15.5 M7 10.8 L12 15.8 L17 10.8 M5 20 H19");
    public static final Icon UPLOAD = new Icon("M12 15.8 V4.3 M7 9.2 L12 4.2 L17 9.2 M5 20 H19");
    public static final Icon WARNING = new Icon("M12 4 L21.5 20 H2.5 Z M12 10 V14.2 M12 17 V17.1");
    public static final Icon LOCK =
            new Icon(
                    "M6 11 H18 A1.2 1.2 0 0 1 19.2 12.2 V19.4 A1.2 1.2 0 0 1 18 20.6 H6 A1.2 1.2 0 0 1 4.8 19.4 V12.2"
                            + " A1.2 1.2 0 0 1 6 11 Z M8 11 V7.6 A4 4 0 0 1 16 7.6 V11");
    public static final Icon CLOCK =
            new Icon("M20.5 12 A8.5 8.5 0 1 1 3.5 12 A8.5 8.5 0 1 1 20.5 12 Z M12 7 V12 L15.4 14");
    public static final Icon COPY = new Icon("M9 9 H19.2 V19.8 H9 Z M5 15.5 V4.6 H15.5");
    public static final Icon TALK =
            new Icon(
                    "M4 5.5 H14.5 A1.5 1.5 0 0 1 16 7 V12 A1.5 1.5 0 0 1 14.5 13.5 H8.5 L4.8 16.6 V13.5 A1.6 1.6 0 0 1"
                            + " 2.8 12 V7 A1.5 1.5 0 0 1 4 5.5 M19 9.5 A1.8 1.8 0 0 1 21 11.2 V15.6 A1.8 1.8 0 0 1 19.4"
                            + " 17.4 V20.2 L15.8 17.4 H11.5");

    public static final Icon INFO =
            new Icon("M20.5 12 A8.5 8.5 0 1 1 3.5 12 A8.5 8.5 0 1 1 20.5 12 Z M12 11 V16.2 M12 7.8 V7.9");
    public static final Icon MORE =
            new Icon(
                    "M12.8 5.5 A0.8 0.8 0 1 1 11.2 5.5 A0.8 0.8 0 1 1 12.8 5.5 Z M12.8 12 A0.8 0.8 0 1 1 11.2 12 A0.8"
                            + " 0.8 0 1 1 12.8 12 Z M12.8 18.5 A0.8 0.8 0 1 1 11.2 18.5 A0.8 0.8 0 1 1 12.8 18.5 Z");
    public static final Icon PLUGIN =
            new Icon(
                    "M9.5 5.5 A2.2 2.2 0 0 1 13.9 5.5 V7 H18.2 A1 1 0 0 1 19.2 8 V12 H17.7 A2.2 2.2 0 0 0 17.7 16.4"
                            + " H19.2 V19.4 A1 1 0 0 1 18.2 20.4 H5.8 A1 1 0 0 1 4.8 19.4 V8 A1 1 0 0 1 5.8 7 H9.5"
                            + " Z");

    public static final Icon REPLY = Icon.turning("M9.5 5 L4 10.5 L9.5 16 M4 10.5 H13.5 C17.5 10.5 20 13.5 20 19");
    public static final Icon EDIT = new Icon("M4 20 L4.9 15.8 L16 4.7 L19.3 8 L8.2 19.1 Z M13.8 6.9 L17.1 10.2");
    public static final Icon SMILE =
            new Icon(
                    "M20.5 12 A8.5 8.5 0 1 1 3.5 12 A8.5 8.5 0 1 1 20.5 12 Z M8.2 14 C9.2 15.8 10.5 16.6 12 16.6 C13.5"
                            + " 16.6 14.8 15.8 15.8 14 M9 9.5 V9.7 M15 9.5 V9.7");

    public static final Icon PIN = new Icon("M8.5 4 H15.5 M10 4 V9.6 L7 13 V14.6 H17 V13 L14 9.6 V4 M12 14.6 V20.5");
    public static final Icon BELL_OFF =
            new Icon(
                    "M6 16.6 H18 L16.3 14 V10.6 A4.3 4.3 0 0 0 7.7 10.6 V14 Z M10.2 19.2 A2 2 0 0 0 13.8 19.2 M4 4 L20"
                            + " 20");
    public static final Icon ARCHIVE =
            new Icon(
                    "M3.8 5 H20.2 V9.2 H3.8 Z M5.2 9.2 V18 A1.2 1.2 0 0 0 6.4 19.2 H17.6 A1.2 1.2 0 0 0 18.8 18 V9.2"
                            + " M9.8 12.8 H14.2");

    public static final Icon SEARCH =
            new Icon("M17 10.5 A6.5 6.5 0 1 1 4 10.5 A6.5 6.5 0 1 1 17 10.5 Z M15.2 15.2 L20.5 20.5");

    public static final Icon FORWARD = Icon.turning("M14.5 5 L20 10.5 L14.5 16 M20 10.5 H10.5 C6.5 10.5 4 13.5 4 19");
    public static final Icon TIMER =
            new Icon(
                    "M19.5 13.5 A7.5 7.5 0 1 1 4.5 13.5 A7.5 7.5 0 1 1 19.5 13.5 Z M12 13.5 V9 M9.5 2.8 H14.5 M12 2.8"
                            + " V6");
    public static final Icon PAUSE = new Icon("M8.5 5 V19 M15.5 5 V19");
    public static final Icon PLAY = new Icon("M8 5 L18.5 12 L8 19 Z");
    public static final Icon CALENDAR =
            new Icon("M4.5 6 H19.5 V19.8 H4.5 Z M4.5 10.4 H19.5 M8.5 3.5 V7.5 M15.5 3.5 V7.5");
    public static final Icon ROUTE =
            new Icon(
                    "M7.6 18 A2.1 2.1 0 1 1 3.4 18 A2.1 2.1 0 1 1 7.6 18 Z M20.6 6 A2.1 2.1 0 1 1 16.4 6 A2.1 2.1 0 1 1"
                            + " 20.6 6 Z M7.6 18 H15.5 A3 3 0 0 0 15.5 12 H8.5 A3 3 0 0 1 8.5 6 H16.4");

    private Icons() {}
}
